/** The island's texts come with the page, in its language; see graphsvc/locale/stage.toml. */

export type Words = Record<string, string>;

/** Return a text with its {places} filled. */
export function fill(text: string | undefined, values: Record<string, string | number>): string {
  return (text ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Return an ISO day as the language writes it. */
export function dayOf(iso: string, lang: string): string {
  return lang === "ru" ? iso.split("-").reverse().join(".") : iso;
}

/** Return what keeps the language that the address names, as the server's links do. */
export function kept(href: string, lang: string): string {
  if (!new URLSearchParams(location.search).has("lang")) return href;
  return href.replace(/(\?|#|$)/, (sign) => (sign === "?" ? `?lang=${lang}&` : `?lang=${lang}${sign}`));
}

const FORMS = { one: 0, few: 1, many: 2, other: 2, zero: 2, two: 1 } as const;

/** Return a number with its word: `forms` are separated by `|`, in Russian one, few and many. */
export function counted(count: number, forms: string | undefined, lang: string): string {
  const words = (forms ?? "").split("|");
  const form = FORMS[new Intl.PluralRules(lang).select(count)];
  return `${count.toLocaleString(lang)} ${words[form] ?? words.at(-1) ?? ""}`;
}
