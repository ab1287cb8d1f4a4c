/** What every long list shares: search, filter, waiting, nothing, problem, the pages before and after. */

import { Select, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListPage } from "../api/lists";
import { hrefWith, type Route, replaceQuery, useRoute } from "../routes";
import { ProblemNotice, Waiting } from "./Notices";
import { ScrollBox } from "./ScrollBox";
import { keepStep, pageNumber, readTrail } from "./trail";

const TYPING_PAUSE_MS = 250;

/** A search that stands in the address, and is asked once typing rests. */
export function SearchField({ label, name = "q" }: { label: string; name?: string }) {
  const route = useRoute();
  const asked = route.query.get(name) ?? "";
  const [text, setText] = useState(asked);
  const sent = useRef(asked);
  useEffect(() => {
    // Back and forward change the address under the field.
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = wanted;
      replaceQuery({ [name]: wanted });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, name]);
  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

interface StateProps<S extends string> {
  label: string;
  any: string;
  states: readonly { value: S; label: string }[];
  name?: string;
}

/** A choice that stands in the address. */
export function StateField<S extends string>({
  label,
  any,
  states,
  name = "state",
}: StateProps<S>) {
  const { query } = useRoute();
  return (
    <Select
      label={label}
      placeholder={any}
      data={states}
      value={findState(query.get(name), states)}
      onChange={(value) => replaceQuery({ [name]: value })}
      clearable
    />
  );
}

/** The state that an address names, if it is one. */
export function findState<S extends string>(
  text: string | null,
  states: readonly { value: S }[],
): S | null {
  return states.find((one) => one.value === text)?.value ?? null;
}

/** The part of a query that a list needs. */
interface Paging<P> {
  data: P | undefined;
  isPending: boolean;
  isPlaceholderData: boolean;
  error: unknown;
  refetch(): unknown;
}

interface PagerProps {
  route: Route;
  next: string | null;
  /** Whether the page before is still shown while this one comes. */
  isBefore: boolean;
  controls: string;
}

/** The way to the pages before and after: links, so that they open in a tab of their own, too. */
function Pager({ route, next, isBefore, controls }: PagerProps) {
  const { t } = useTranslation();
  const cursor = route.query.get("cursor") ?? "";
  useEffect(() => {
    if (next && !isBefore) keepStep(next, cursor);
  }, [next, cursor, isBefore]);
  if (cursor === "" && !next) return null;
  const trail = readTrail();
  const page = pageNumber(cursor, trail);
  const before = trail.get(cursor);
  const link = (to: string, text: string, rel?: string) => (
    <a href={hrefWith(route, { cursor: to })} aria-controls={controls} rel={rel}>
      {text}
    </a>
  );
  return (
    <nav className="pager" aria-label={t("state.pages")}>
      {cursor !== "" && before !== "" && link("", t("state.firstPage"))}
      {cursor !== "" && before !== undefined && link(before, t("state.previousPage"), "prev")}
      {page !== null && <span className="figure">{t("state.page", { page })}</span>}
      {next && !isBefore && link(next, t("state.nextPage"), "next")}
    </nav>
  );
}

export function PagedTable<T>({
  paging,
  label,
  empty,
  head,
  total,
  children,
}: {
  paging: Paging<ListPage<T>>;
  label: string;
  empty: ReactNode;
  head: ReactNode;
  /** How many rows there are over all pages, where the interface tells it. */
  total?: number | undefined;
  children(row: T): ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const route = useRoute();
  const { data } = paging;
  if (paging.isPending) return <Waiting rows={6} />;
  const problem = paging.error ? (
    <ProblemNotice error={paging.error} onRetry={() => void paging.refetch()} />
  ) : null;
  if (!data) return problem;
  const isFirst = !route.query.get("cursor");
  const count = (many: number) => new Intl.NumberFormat(i18n.language).format(many);
  return (
    <>
      {problem}
      {data.items.length === 0 && isFirst ? (
        empty
      ) : (
        <div aria-busy={paging.isPlaceholderData || undefined} className="page-of-rows">
          <ScrollBox className="sheet" label={label}>
            <table id={id}>
              <thead>{head}</thead>
              <tbody>{data.items.map(children)}</tbody>
            </table>
          </ScrollBox>
        </div>
      )}
      <div className="list-foot">
        {total !== undefined && (
          <p className="small figure" role="status">
            {t("state.rowsOf", { rows: count(data.items.length), total: count(total) })}
          </p>
        )}
        <Pager
          route={route}
          next={data.next_cursor}
          isBefore={paging.isPlaceholderData}
          controls={id}
        />
      </div>
    </>
  );
}

/** The head of a list; the named columns stand to the right. */
export function ListHead({
  columns,
  numeric,
  before,
}: {
  columns: readonly (readonly [name: string, title: string])[];
  numeric?: ReadonlySet<string>;
  before?: ReactNode;
}) {
  return (
    <tr>
      {before}
      {columns.map(([name, title]) => (
        <th key={name} scope="col" className={numeric?.has(name) ? "numeric" : undefined}>
          {title}
        </th>
      ))}
    </tr>
  );
}

/** A state as a word in its ink. */
export function StateBadge({ state, children }: { state: string; children: ReactNode }) {
  return (
    <span className="state-badge" data-state={state}>
      {children}
    </span>
  );
}
