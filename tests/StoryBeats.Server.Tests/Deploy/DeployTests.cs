using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Server.Http;
using YamlDotNet.RepresentationModel;
using static StoryBeats.Server.Tests.Deploy.DeployFiles;

namespace StoryBeats.Server.Tests.Deploy;

/// <summary>What deploy/ says agrees with the program and with itself, as far as that can be seen without Docker.</summary>
public sealed partial class DeployTests
{
    private const string Program = "StoryBeats.Cli";

    // Of others than us: .NET's, the shell's.
    private static readonly string[] OthersSettings = ["ASPNETCORE_URLS", "DOTNET_", "ConnectionStrings__Postgres", "ConnectionStrings__Redis", "Logging__", "TMPDIR"];

    [Fact]
    public void The_image_is_built_of_all_that_the_build_reads()
    {
        var copied = Dockerfile.Where(line => line.Name is "COPY" && !line.Line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => Words(line.Line)[..^1]).Select(source => source.TrimEnd('/')).ToList();
        var ignored = File.ReadLines(Path.Combine(Repository.Folder, ".dockerignore")).ToList();
        string[] built = ["src", .. Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => OutsideSource().Matches(File.ReadAllText(project)).Select(match => match.Groups["folder"].Value))];
        var read = Directory.EnumerateFiles(Repository.Folder).Select(file => Path.GetFileName(file)!)
            .Where(file => BuildFile().IsMatch(file)).Concat(built).Distinct(StringComparer.Ordinal).ToList();

        read.ShouldContain("models", StringComparer.Ordinal);
        read.ShouldContain("Directory.Packages.props", StringComparer.Ordinal);
        read.Except(copied, StringComparer.Ordinal).ShouldBeEmpty();
        copied.ShouldAllBe(source => Path.Exists(Path.Combine(Repository.Folder, source)));
        copied.Intersect(ignored, StringComparer.Ordinal).ShouldBeEmpty();
        Dockerfile.ShouldContain(line => line.Name == "RUN" && line.Line.Contains($"dotnet publish src/{Program}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_image_has_no_shell_and_no_rights_and_asks_its_own_program_how_it_is()
    {
        Last("FROM").ShouldContain("chiseled");
        Words(Last("USER").Replace(':', ' ')).ShouldAllBe(id => int.Parse(id, CultureInfo.InvariantCulture) > 0);
        Command(Last("ENTRYPOINT")).ShouldBe([$"/app/{Program}"]);
        Last("WORKDIR").ShouldBe("/app");

        var health = Command(Last("HEALTHCHECK"));
        health[0].ShouldBe($"/app/{Program}");
        new Uri(health[^1]).Port.ToString(CultureInfo.InvariantCulture).ShouldBe(Last("EXPOSE"));
        ImageEnvironment["ASPNETCORE_URLS"].ShouldEndWith($":{Last("EXPOSE")}");
        foreach (var command in (string[][])[health[1..^1], Command(Last("CMD")), Words(Unit["ExecStart"].Single())[1..]])
        {
            command.ShouldNotBeEmpty();
            (await CommandLine.RunAsync([.. command, "--help"])).ExitCode.ShouldBe(0);
        }
    }

    [Fact]
    public void Every_variable_names_a_setting()
    {
        var ours = SettingsPage.Sections().SelectMany(found => SettingsPage.Settings(found.Section, Activator.CreateInstance(found.Type, nonPublic: true)!))
            .Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        var set = ImageEnvironment.Keys
            .Concat(Unit["Environment"].Select(variable => variable.Split('=')[0]))
            .Concat(Apps.SelectMany(app => Entries(app.Value["environment"]).Keys)).ToHashSet(StringComparer.Ordinal);

        set.Count.ShouldBeGreaterThan(8);
        set.Where(name => !ours.Contains(name) && !Array.Exists(OthersSettings, other => name.StartsWith(other, StringComparison.Ordinal))).ShouldBeEmpty();
        var asked = ComposeVariable().Matches(Text("compose.yml")).Select(match => match.Groups["name"].Value)
            .Concat(Entries(Compose["secrets"]).Values.Select(secret => secret["environment"].ToString())).Distinct(StringComparer.Ordinal);
        asked.ShouldBe(Lines(".env.example").Select(line => line.Split('=')[0]), ignoreOrder: true);
    }

    [Fact]
    public void Each_service_finds_the_others()
    {
        Apps.Count.ShouldBe(2);
        Services.Where(service => Has(service.Value, "ports")).Select(service => service.Key).ShouldBe(["nginx"]);
        foreach (var (_, service) in Services.Where(service => Has(service.Value, "depends_on")))
        {
            foreach (var (other, condition) in Entries(service["depends_on"]))
            {
                condition["condition"].ToString().ShouldBe("service_healthy");
                (Has(Services[other], "healthcheck") || Apps.Any(app => app.Key == other)).ShouldBeTrue(other);
                Shared(service, Services[other]).ShouldNotBeEmpty(other);
            }
        }

        string[] addresses = [.. Apps.Select(app => $"{app.Key}:{Last("EXPOSE")}")];
        var scrape = Yaml("prometheus/prometheus.yml")["scrape_configs"][0];
        Texts(scrape["static_configs"][0], "targets").ShouldBe(addresses);
        Lines("nginx/nginx.conf").Where(line => line.StartsWith("server ", StringComparison.Ordinal) && line.EndsWith(';')).Select(line => Words(line)[1]).ShouldBe(addresses);
        Apps.ShouldAllBe(app => Shared(app.Value, Services["prometheus"]).Length > 0);
        Services["nginx"]["ports"][0].ToString().ShouldEndWith(":" + Lines("nginx/nginx.conf").Single(line => line.StartsWith("listen ", StringComparison.Ordinal))[7..^1]);
        var secret = scrape["authorization"]["credentials_file"].ToString();
        Texts(Services["prometheus"], "secrets").ShouldContain(secret["/run/secrets/".Length..], StringComparer.Ordinal);
        Services.SelectMany(service => Texts(service.Value, "networks")).Distinct(StringComparer.Ordinal).ShouldBe(Entries(Compose["networks"]).Keys, ignoreOrder: true);
    }

    [Fact]
    public void The_proxy_that_is_believed_is_nginx_and_no_other()
    {
        foreach (var (name, app) in Apps)
        {
            // On a second network that they share, it would come from an address that is not believed.
            var network = Shared(app, Services["nginx"]).ShouldHaveSingleItem();
            var subnet = Compose["networks"][network]["ipam"]["config"][0]["subnet"].ToString();
            var proxies = new ProxyOptions { Known = app["environment"]["Proxies__Known"].ToString() };

            new ProxyOptionsValidator().Validate(name: null, proxies).ShouldBe(ValidateOptionsResult.Success);
            proxies.Networks.ShouldBe([IPNetwork.Parse(subnet)]);
            Services.Where(service => Texts(service.Value, "networks").Contains(network, StringComparer.Ordinal)).Select(service => service.Key)
                .Except(Apps.Select(one => one.Key), StringComparer.Ordinal).ShouldBe(["nginx"], name);
        }
    }

    [Fact]
    public void There_is_room_to_write_and_memory_for_photos()
    {
        var limits = new PhotoLimits();
        foreach (var (_, app) in Apps)
        {
            var memory = Bytes(app["mem_limit"].ToString());
            app["read_only"].ToString().ShouldBe("true");
            Texts(app, "tmpfs").ShouldContain(mount => mount.StartsWith(ImageEnvironment["TMPDIR"] + ":", StringComparison.Ordinal));
            Last("VOLUME").ShouldBe(ImageEnvironment["StoryBeats__DataDirectory"]);
            Dockerfile.ShouldContain(line => line.Name == "COPY" && line.Line.Contains($"--chown={Last("USER")}", StringComparison.Ordinal) && line.Line.EndsWith(Last("VOLUME"), StringComparison.Ordinal));
            // HEIC photos lie there while they are decoded; Docker's own 64 MB are few.
            Bytes(app["shm_size"].ToString()).ShouldBeGreaterThan(memory / 2 / limits.MaxWholeFrameBytes * limits.MaxBytes * 2);
            int.Parse(app["stop_grace_period"].ToString().TrimEnd('s'), CultureInfo.InvariantCulture).ShouldBeGreaterThan(new ShutdownOptions().Seconds);
        }

        foreach (var (name, service) in Services.Where(service => Has(service.Value, "tmpfs")))
            Texts(service, "tmpfs").Sum(mount => Bytes(mount.Split("size=")[1])).ShouldBeLessThan(Bytes(service["mem_limit"].ToString()), name);
        var largest = Lines("nginx/nginx.conf").Single(line => line.StartsWith("client_max_body_size ", StringComparison.Ordinal));
        Bytes(Words(largest)[1].TrimEnd(';')).ShouldBeGreaterThan(limits.MaxBytes + PhotoForm.Overhead);
    }

    [Fact]
    public void What_is_mounted_is_there_and_lies_where_it_is_looked_for()
    {
        var mounts = Services.SelectMany(service => Texts(service.Value, "volumes").Select(volume => (Service: service.Key, From: volume.Split(':')[0], To: volume.Split(':')[1]))).ToList();
        var bound = mounts.Where(mount => mount.From.StartsWith("./", StringComparison.Ordinal)).ToList();

        bound.ShouldAllBe(mount => Path.Exists(Path.Combine(Folder, mount.From)));
        mounts.Except(bound).Select(mount => mount.From).ShouldBe(Entries(Compose["volumes"]).Keys, ignoreOrder: true);
        var prometheus = bound.Where(mount => mount.Service is "prometheus").Select(mount => mount.To).ToList();
        Texts(Yaml("prometheus/prometheus.yml"), "rule_files").ShouldAllBe(file => prometheus.Contains($"/etc/prometheus/{file}"));
        var grafana = bound.Where(mount => mount.Service is "grafana").ToDictionary(mount => mount.To, mount => mount.From, StringComparer.Ordinal);
        var provisioning = grafana["/etc/grafana/provisioning"];
        var source = new Uri(Yaml($"{provisioning}/datasources/prometheus.yml")["datasources"][0]["url"].ToString());
        Shared(Services["grafana"], Services[source.Host]).ShouldNotBeEmpty();
        var dashboards = Yaml($"{provisioning}/dashboards/storybeats.yml")["providers"][0]["options"]["path"].ToString();
        var dashboard = grafana.Where(mount => Path.GetDirectoryName(mount.Key) == dashboards).ShouldHaveSingleItem().Value;
        using var json = JsonDocument.Parse(Text(dashboard));
        json.RootElement.GetProperty("panels").GetArrayLength().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void The_unit_writes_where_systemd_lets_it()
    {
        var variables = Unit["Environment"].Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        Path.GetFileName(Words(Unit["ExecStart"].Single())[0]).ShouldBe(Program);
        variables["StoryBeats__DataDirectory"].ShouldBe($"/var/lib/{Unit["StateDirectory"].Single()}");
        Unit["ProtectSystem"].ShouldBe(["strict"]);
        Unit["DynamicUser"].ShouldBe(["yes"]);
        // Without /proc/cpuinfo the network is read more slowly.
        Unit["ProcSubset"].ShouldBeEmpty();
        int.Parse(Unit["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture).ShouldBeGreaterThan(new ShutdownOptions().Seconds);
    }

    private static string[] Shared(YamlNode one, YamlNode other) => [.. Texts(one, "networks").Intersect(Texts(other, "networks"), StringComparer.Ordinal)];

    // What MSBuild, NuGet and the compiler look for at the root, whether named or not.
    [GeneratedRegex(@"^(?:Directory\..+|global\.json|nuget\.config|\.editorconfig|\.globalconfig|BannedSymbols\.txt)$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BuildFile();

    [GeneratedRegex(@"\.\./\.\./(?<folder>[^/""]+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OutsideSource();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComposeVariable();
}
