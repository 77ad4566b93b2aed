// The calls, and every failure as an ApiError whose message can be shown as it is.

import { list, setLang, text } from "./dom.js";
import { eventsOf } from "./events.js";
import { has, langOfServer, t } from "./words.js";

const TIME_LIMIT_MS = 120_000;

export class ApiError extends Error {
  constructor(message, { status = 0, retryAfter = 0, retryable = false, lang = null } = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.retryAfter = retryAfter;
    this.retryable = retryable;
    this.lang = lang; // where it is not that of the page
  }
}

/** Says in an element what went wrong, and in which language. */
export function sayError(node, error, otherwise = "error.failed") {
  const known = error instanceof ApiError;
  setLang(node, known ? error.lang : null);
  node.textContent = known ? error.message : t(otherwise);
}

// While a model still looks at the photo, `onVibe` and `onSongs` are given the draft; what is returned is what counts.
export async function recommend(file, { languages = [], exclude_artists: artists = [], exclude_languages: languagesOff = [], ...sliders }, signal, { onVibe, onSongs }) {
  const form = new FormData();
  form.append("photo", file, file.name || "photo");
  if (languages.length) form.append("languages", languages.join(","));
  if (languagesOff.length) form.append("exclude_languages", languagesOff.join(","));
  for (const artist of artists) form.append("exclude_artists", artist);
  for (const [name, value] of Object.entries(sliders)) form.append(name, value);
  const asked = { method: "POST", body: form, headers: { Accept: "text/event-stream, application/json;q=0.9" } };
  return call("/api/v2/recommendations", asked, signal, async (response) => {
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return recommendation(await json(response));
    let last = null;
    try {
      for await (const { name, data } of eventsOf(response.body)) {
        const said = JSON.parse(data);
        if (name === "error") throw refusal(said, { status: said.status, retryable: !(said.status < 500) }) ?? new ApiError(t("error.broken"), { retryable: true });
        if (name === "vibe") onVibe(said.analysis ?? {}, said.draft === true);
        if (name === "songs" && said.draft === true) onSongs(recommendation(said));
        else if (name === "songs") last = recommendation(said);
      }
    } catch (error) {
      if (!last) throw error; // what counts has come
    }
    if (last) return last;
    throw new ApiError(t("error.broken"), { retryable: true });
  });
}

const recommendation = (body) => ({ ...body, analysis: body.analysis ?? {}, songs: list(body.songs), relaxed: [...list(body.relaxed), ...list(body.sources)] });

export async function moreSongs(sessionId, signal) {
  const body = await call("/api/more-songs", send({ session_id: sessionId }), signal);
  return { ...body, songs: list(body.songs), relaxed: [...list(body.relaxed), ...list(body.sources)] };
}

export const correctMood = async (sessionId, mood) => recommendation(await call(`/api/v2/sessions/${encodeURIComponent(sessionId)}/mood`, send({ mood })));

// Every wish is stated whole: what is left out, the photo decides again.
export const refineSongs = async (sessionId, wishes, count) => recommendation(await call(`/api/v2/sessions/${encodeURIComponent(sessionId)}/refine`, send({ ...wishes, count })));

export const readers = () => call("/api/v2/readers");

export const sendVerdict = (sessionId, song, { liked, reason }) => call("/api/feedback", {
  ...send({ session_id: sessionId, song_id: song.id, song_name: song.name, artist_name: song.artist, feedback: liked ? 1 : -1, ...(reason && { reason }) }),
  keepalive: true, // a verdict given on the way out still arrives
});

export const keptOfSession = (sessionId) => call(`/api/v2/sessions/${encodeURIComponent(sessionId)}`);
export const forgetSession = (sessionId) => call(`/api/v2/sessions/${encodeURIComponent(sessionId)}`, { method: "DELETE" });
export const makeProfile = () => call("/api/v2/profile", { method: "POST" });
export const adoptSession = (id) => call(`/api/v2/profile/sessions/${encodeURIComponent(id)}`, { method: "PUT" });
export const keptOfProfile = () => call("/api/v2/profile");
export const forgetProfile = () => call("/api/v2/profile", { method: "DELETE" });
export const previewsOf = (sessionId) => call(`/api/v2/sessions/${encodeURIComponent(sessionId)}/previews`);
export const makePlaylist = (sessionId) => call(`/api/v2/sessions/${encodeURIComponent(sessionId)}/playlist`, send({}));
export const spotifyState = () => call("/api/v2/spotify");
/** The page that Spotify sends visitors back to says here that they are connected. */
export const spotifyChannel = () => new BroadcastChannel("storybeats-spotify");
export const forgetSpotify = () => call("/api/v2/spotify", { method: "DELETE" });
export const beginSpotify = () => call("/api/spotify/auth");
export const endSpotify = (code, state) => call("/api/spotify/callback", send({ code, state }));
export const insights = (days, token) => call(`/api/v2/insights?days=${days}`, bearer(token));
export const stats = (token) => call("/api/stats", bearer(token));

const bearer = (token) => ({ headers: token ? { Authorization: `Bearer ${token}` } : {} });

const send = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
const never = new AbortController().signal;

async function call(url, options = {}, signal = never, read = json) {
  // The caller's signal means "not wanted any more" and stays an AbortError; our own means "too slow".
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIME_LIMIT_MS);
  const forward = () => limit.abort();
  signal.addEventListener("abort", forward);
  if (signal.aborted) limit.abort();

  try {
    const response = await fetch(url, { ...options, signal: limit.signal, headers: { Accept: "application/json", ...options.headers } });
    if (!response.ok) throw await failure(response);
    if (response.status === 204) return {};
    return await read(response);
  } catch (error) {
    if (signal.aborted) throw new DOMException("Cancelled", "AbortError");
    if (error instanceof ApiError) throw error;
    if (limit.signal.aborted) throw new ApiError(t("error.slow"), { retryable: true });
    if (error instanceof SyntaxError) throw new ApiError(t("error.unreadable"), { retryable: true });
    throw new ApiError(t(navigator.onLine === false ? "error.offline" : "error.unreachable"), { retryable: true });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", forward);
  }
}

async function json(response) {
  const body = await response.json();
  if (!body || typeof body !== "object") throw new SyntaxError("not an object");
  return body;
}

async function failure(response) {
  const { status } = response;
  if (status === 429) {
    const seconds = retryAfter(response.headers.get("Retry-After"));
    return new ApiError(t(seconds ? "error.limit_for" : "error.limit", { seconds }), { status, retryAfter: seconds, retryable: true });
  }
  const said = await response.json().catch(() => ({}));
  if (status === 413) return new ApiError(t("error.too_large"), { status });
  return refusal(said, { status, retryable: status >= 500 })
    ?? new ApiError(t(status >= 500 ? "error.server" : "error.refused"), { status, retryable: status >= 500 });
}

// By its code in the page's words, else in the server's.
function refusal(said, options) {
  if (has(`error.${said?.code}`)) return new ApiError(t(`error.${said.code}`), options);
  const sentence = text(said?.detail) || text(said?.error) || text(said?.title);
  return sentence ? new ApiError(sentence, { ...options, lang: langOfServer() }) : null;
}

// Retry-After is either seconds or an HTTP date.
function retryAfter(value) {
  if (!value) return 0;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 0;
}
