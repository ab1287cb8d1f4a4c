/** Which notices come by mail, and in which language. */
import { Button, Checkbox, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMailWishes, useSaveMailWishes } from "../api/notices";
import type { MailWishes } from "../api/types";
import { LANGUAGES } from "../i18n";
import { ProblemNotice, Waiting } from "../states/Notices";

const KINDS = ["parcel_exception", "import_kept", "member_joined"] as const;

function MailForm({ first }: { first: MailWishes }) {
  const { t } = useTranslation();
  const [wishes, setWishes] = useState(first);
  const save = useSaveMailWishes();
  return (
    <form
      className="mail-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(wishes);
      }}
    >
      <Checkbox.Group
        label={t("mail.kinds")}
        value={[...wishes.kinds]}
        onChange={(kinds) =>
          setWishes({ ...wishes, kinds: KINDS.filter((kind) => kinds.includes(kind)) })
        }
      >
        <div className="mail-kinds">
          {KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`mail.kind.${kind}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t("mail.language")}
        data={LANGUAGES.map((value) => ({ value, label: t(`app.languageName.${value}`) }))}
        value={wishes.language}
        onChange={(language) => language && setWishes({ ...wishes, language })}
        allowDeselect={false}
      />
      {save.error && <ProblemNotice error={save.error} />}
      {save.isSuccess && <p role="status">{t("product.saved")}</p>}
      <div>
        <Button type="submit" variant="default" loading={save.isPending}>
          {t("product.save")}
        </Button>
      </div>
    </form>
  );
}

export function MailPanel() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useMailWishes();
  return (
    <section className="list" aria-labelledby="mail">
      <h2 id="mail">{t("mail.title")}</h2>
      {isPending && <Waiting rows={2} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && <MailForm first={data} />}
    </section>
  );
}
