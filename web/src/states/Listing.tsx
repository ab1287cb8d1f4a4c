/** What every long list shares: search, state filter, waiting, nothing, problem, next page. */

import { Button, Select, TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNotice, Waiting } from "./Notices";
import { ScrollBox } from "./ScrollBox";

interface FilterProps<S extends string> {
  search: string;
  searchLabel: string;
  state: S | null;
  stateLabel: string;
  anyState: string;
  states: readonly { value: S; label: string }[];
  onSearch(text: string): void;
  onState(state: S | null): void;
}

export function ListFilter<S extends string>(props: FilterProps<S>) {
  return (
    <search className="list-filter">
      <TextInput
        type="search"
        label={props.searchLabel}
        value={props.search}
        onChange={(event) => props.onSearch(event.currentTarget.value)}
      />
      <Select
        label={props.stateLabel}
        placeholder={props.anyState}
        data={props.states}
        value={props.state}
        onChange={(value) =>
          props.onState(props.states.find((one) => one.value === value)?.value ?? null)
        }
        clearable
      />
    </search>
  );
}

/** The part of an endless query that a list needs. */
interface Paging {
  isPending: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch(): unknown;
  fetchNextPage(): unknown;
}

export function PagedTable({
  paging,
  label,
  empty,
  head,
  children,
}: {
  paging: Paging;
  label: string;
  empty: ReactNode | null;
  head: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  if (paging.isPending) return <Waiting rows={6} />;
  if (paging.error && empty !== null)
    return <ProblemNotice error={paging.error} onRetry={() => void paging.refetch()} />;
  if (empty !== null) return <>{empty}</>;
  return (
    <>
      <ScrollBox className="sheet" label={label}>
        <table id={id}>
          <thead>{head}</thead>
          <tbody>{children}</tbody>
        </table>
      </ScrollBox>
      {paging.error ? (
        <ProblemNotice error={paging.error} onRetry={() => void paging.refetch()} />
      ) : null}
      {paging.hasNextPage && (
        <Button
          variant="default"
          loading={paging.isFetchingNextPage}
          onClick={() => void paging.fetchNextPage()}
          aria-controls={id}
        >
          {t("state.more")}
        </Button>
      )}
    </>
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
