/** Keeps a fault in one page from taking the frame with it, and says so in words. */
import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface BoundaryProps {
  children: ReactNode;
}

/** React tells of a fault while drawing only through a class. */
export class Boundary extends Component<BoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onRetry={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="problem">
      <h1 className="problem-title" tabIndex={-1}>
        {t("state.broken")}
      </h1>
      <p>{t("state.brokenLead")}</p>
      <Button variant="default" size="xs" onClick={onRetry}>
        {t("state.retry")}
      </Button>
    </div>
  );
}
