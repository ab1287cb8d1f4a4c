/** API keys of the mode one works in: made, shown once, revoked. */
import { Button, MultiSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useKeyCreation, useKeyRevocation, useKeys } from "../api/people";
import type { Key, Scope } from "../api/types";
import { formatDate } from "../format";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { ShownOnce } from "./ShownOnce";

const SCOPES: readonly Scope[] = [
  "network:read",
  "quotes:read",
  "products:read",
  "products:write",
  "orders:read",
  "orders:write",
  "parcels:read",
  "parcels:write",
  "scans:write",
];

function KeyRow({ one, mayChange }: { one: Key; mayChange: boolean }) {
  const { t, i18n } = useTranslation();
  const revocation = useKeyRevocation();
  return (
    <tr>
      <th scope="row" className="row-name">
        {one.name}
        {revocation.error && <ProblemNotice error={revocation.error} />}
      </th>
      <td>{t(`key.mode.${one.mode}`)}</td>
      <td className="wide small">{one.scopes.join(", ")}</td>
      <td className="numeric figure">{formatDate(one.created_at, i18n.language, "full")}</td>
      <td>
        {one.revoked_at ? t("team.revoked") : null}
        {mayChange && !one.revoked_at && (
          <Button
            size="xs"
            variant="default"
            loading={revocation.isPending}
            aria-label={t("team.revokeOf", { name: one.name })}
            onClick={() => revocation.mutate(one.id)}
          >
            {t("team.revoke")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function NewKey() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["quotes:read", "orders:read", "orders:write"]);
  const creation = useKeyCreation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = SCOPES.filter((scope) => scopes.includes(scope));
    creation.mutate({ name, scopes: wanted }, { onSuccess: () => setName("") });
  };
  const secret = creation.data?.secret;
  return (
    <>
      <form className="team-form" onSubmit={submit}>
        <TextInput
          required
          label={t("team.keyName")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
        />
        <MultiSelect
          label={t("team.keyScopes")}
          data={SCOPES}
          value={scopes}
          onChange={setScopes}
        />
        <Button type="submit" loading={creation.isPending}>
          {t("team.makeKey")}
        </Button>
      </form>
      {creation.error && <ProblemNotice error={creation.error} />}
      {secret && <ShownOnce lead={t("team.keyOnce")} text={secret} />}
    </>
  );
}

export function KeyList({ mayChange }: { mayChange: boolean }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useKeys();
  const columns = [
    { title: t("team.keyName") },
    { title: t("team.keyMode") },
    { title: t("team.keyScopes") },
    { title: t("team.since"), isNumeric: true },
    { title: t("team.actions") },
  ];
  return (
    <section className="list" aria-labelledby="key-list">
      <h2 id="key-list">{t("team.keys")}</h2>
      {mayChange && <NewKey />}
      {isPending && <Waiting rows={2} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Nothing title={t("team.noKeys")} />}
      {data && data.items.length > 0 && (
        <Sheet label={t("team.keys")} columns={columns}>
          {data.items.map((one) => (
            <KeyRow key={one.id} one={one} mayChange={mayChange} />
          ))}
        </Sheet>
      )}
    </section>
  );
}
