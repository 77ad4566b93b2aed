using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Providers.ZeroShot;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats models</c></summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Bigger models that read photos on this machine.") { List(), Add(), Use(), Remove() };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "What there is, and whether its files are as they were.") { json };
        command.SetAction(result => Run(services =>
        {
            // Not as checked options: what is wrong with the one that was chosen is to be seen here.
            var setting = CliServices.Settings()["Vision:LocalModel"];
            var store = services.GetRequiredService<LocalModelStore>();
            var models = store.List(setting);
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(models, CliJson.Default.IReadOnlyListLocalModel));
            else
                Write(models, isBuiltIn: store.Chosen(setting) is null);
            if (store.Trouble(setting) is { } trouble)
                Console.Error.WriteLine(trouble);
        }));
        return command;
    }

    private static Command Add()
    {
        var path = new Argument<string>("path") { Description = "The folder that a CLIP or SigLIP model in ONNX is published as, or its file that looks at photos." };
        var name = new Option<string?>("--name") { Description = "How to call it; default: as its folder." };
        var sha256 = new Option<string[]>("--sha256") { Description = "The SHA-256 of one of its ONNX files; once one is given, each file that is opened needs its own.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("add", "Add a model: checks it, copies what looks at photos, and has it read our prompts, once.") { path, name, sha256 };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(services =>
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            var model = console.Progress().Start(context =>
            {
                var task = context.AddTask("Reading prompts", maxValue: 1);
                return services.GetRequiredService<LocalModelStore>().Add(
                    result.GetRequiredValue(path), result.GetValue(name), result.GetValue(sha256) ?? [], new TaskProgress(task), cancellationToken);
            });
            Console.WriteLine($"Added {model.Name} ({model.Family}, {Megabytes(model.Bytes)}). It reads photos once you run `storybeats models use {model.Name}`.");
        })));
        return command;
    }

    private static Command Use()
    {
        var name = new Argument<string>("name") { Description = $"A model's name, or {LocalModelStore.BuiltIn} for our own network alone." };
        var command = new Command("use", "Choose who reads photos on this machine.") { name };
        command.SetAction(result => Run(services =>
        {
            services.GetRequiredService<LocalModelStore>().Use(result.GetRequiredValue(name));
            Console.WriteLine($"{result.GetRequiredValue(name)} reads photos from the next start on, unless Vision__LocalModel names another.");
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "A model's name." };
        var command = new Command("remove", "Remove a model.") { name };
        command.SetAction(result => Run(services =>
        {
            services.GetRequiredService<LocalModelStore>().Remove(result.GetRequiredValue(name));
            Console.WriteLine($"Removed {result.GetRequiredValue(name)}.");
        }));
        return command;
    }

    private static int Run(Action<ServiceProvider> work)
    {
        try
        {
            using var services = CliServices.Build();
            work(services);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or OperationCanceledException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{fault.Message} Models are kept in the folder models of the data folder (StoryBeats__DataDirectory): it has to be one that you may write to, with room for them.");
            return 1;
        }
    }

    private static void Write(IReadOnlyList<LocalModel> models, bool isBuiltIn)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns("", "Name", "Kind", "Size", "Valence and energy by", "Files");
        table.AddRow(Mark(isBuiltIn), LocalModelStore.BuiltIn, "ResNet18", "comes with the program", "its head", "");
        foreach (var model in models)
        {
            table.AddRow(
                Mark(model.IsActive), model.Name, model.Family, Megabytes(model.Bytes),
                model.HasHead ? "a head of its own" : $"its moods and {LocalModelStore.BuiltIn}", Markup.Escape(model.Trouble ?? (model.PromptsAreCurrent ? "unchanged" : "unchanged, but our prompts are others now: remove and add it to use them")));
        }

        AnsiConsole.Write(table);
    }

    private static string Mark(bool active) => active ? "[green]reads[/]" : "";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB");
}
