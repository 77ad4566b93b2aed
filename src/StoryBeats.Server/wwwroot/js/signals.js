// What the visitor does, told to the server in passing: nothing waits for it, and nothing is said when it fails.

export function tell(session, signal, song) {
  if (!session) return;
  fetch("/api/feedback/implicit", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ session_id: session, signal_type: signal, ...(song && { song_id: song.id, song_name: song.name, artist_name: song.artist }) }),
    keepalive: true, // a click that leaves the page still arrives
  }).catch(() => {});
}
