/** Asks the service; a refusal is told in the reader's language by the service itself. */

import type { Chain, Network } from "./answer";

async function get<Answer>(address: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
  throw new Error([problem?.title, problem?.detail].filter(Boolean).join(". ") || String(response.status));
}

export function fetchNetwork(query: string, lang: string, signal: AbortSignal): Promise<Network> {
  return get(`/api/network?${withLanguage(query, lang)}`, signal);
}

export function fetchChain(
  from: string,
  to: string,
  along: string,
  date: string,
  lang: string,
  signal: AbortSignal,
): Promise<Chain> {
  const query = new URLSearchParams({ from, to });
  if (along) query.set("along", along);
  if (date) query.set("date", date);
  return get(`/api/network/path?${withLanguage(query.toString(), lang)}`, signal);
}

function withLanguage(query: string, lang: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set("lang", lang);
  return parameters.toString();
}
