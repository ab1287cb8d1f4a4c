/** What stands before the areas: sign in, make an account, take an invitation up, or give a key. */
import { Button, PasswordInput, Tabs, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useJoin, useSignIn, useSignUp } from "../api/people";
import { CompassRose } from "../frame/CompassRose";
import { ProblemNotice } from "../states/Notices";
import { KeyForm } from "./KeyForm";
import { wasKeyRefused } from "./key";

interface FieldProps {
  label: string;
  value: string;
  onChange(text: string): void;
}

function Password({ label, value, onChange, fresh = false }: FieldProps & { fresh?: boolean }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      required
      label={label}
      description={fresh ? t("people.passwordHint") : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={fresh ? "new-password" : "current-password"}
    />
  );
}

function Email({ value, onChange }: Omit<FieldProps, "label">) {
  const { t } = useTranslation();
  return (
    <TextInput
      required
      type="email"
      label={t("people.email")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="username"
      spellCheck={false}
    />
  );
}

function Name({ label, value, onChange, complete }: FieldProps & { complete: string }) {
  return (
    <TextInput
      required
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={complete}
      maxLength={100}
    />
  );
}

export function SignInForm({ known = "" }: { known?: string }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  return (
    <form onSubmit={submit}>
      <Email value={email} onChange={setEmail} />
      <Password label={t("people.password")} value={password} onChange={setPassword} />
      {signIn.error && <ProblemNotice error={signIn.error} />}
      <Button type="submit" loading={signIn.isPending}>
        {t("people.signIn")}
      </Button>
    </form>
  );
}

function SignUpForm() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [organisation, setOrganisation] = useState("");
  const [password, setPassword] = useState("");
  const signUp = useSignUp();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signUp.mutate({ email, name, organisation, password });
  };
  return (
    <form onSubmit={submit}>
      <Email value={email} onChange={setEmail} />
      <Name label={t("people.name")} value={name} onChange={setName} complete="name" />
      <Name
        label={t("people.organisation")}
        value={organisation}
        onChange={setOrganisation}
        complete="organization"
      />
      <Password label={t("people.password")} value={password} onChange={setPassword} fresh />
      {signUp.error && <ProblemNotice error={signUp.error} />}
      <Button type="submit" loading={signUp.isPending}>
        {t("people.signUp")}
      </Button>
    </form>
  );
}

/** Whoever has an account gives its password; who has none chooses one. */
export function JoinGate({ secret }: { secret: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const join = useJoin();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate({ secret, name, password });
  };
  return (
    <main id="content" className="key-gate">
      <CompassRose size={160} className="gate-rose" />
      <form onSubmit={submit}>
        <h1>{t("people.joinTitle")}</h1>
        <p>{t("people.joinLead")}</p>
        <Name label={t("people.name")} value={name} onChange={setName} complete="name" />
        <Password label={t("people.password")} value={password} onChange={setPassword} fresh />
        {join.error && <ProblemNotice error={join.error} />}
        <Button type="submit" loading={join.isPending}>
          {t("people.join")}
        </Button>
      </form>
    </main>
  );
}

export default function Gate() {
  const { t } = useTranslation();
  const refused = wasKeyRefused();
  return (
    <main id="content" className="key-gate">
      <CompassRose size={160} className="gate-rose" />
      <h1>{t("people.title")}</h1>
      <Tabs defaultValue="in" className="gate-ways" keepMounted={false}>
        <Tabs.List grow>
          <Tabs.Tab value="in">{t("people.signIn")}</Tabs.Tab>
          <Tabs.Tab value="up">{t("people.signUp")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="in">
          <SignInForm />
        </Tabs.Panel>
        <Tabs.Panel value="up">
          <SignUpForm />
        </Tabs.Panel>
      </Tabs>
      <KeyForm refused={refused} />
    </main>
  );
}
