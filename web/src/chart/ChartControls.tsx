/** What moves a chart: the buttons, and the mouse that drags it. */
import { ActionIcon } from "@mantine/core";
import { type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { FitIcon, MinusIcon, PlusIcon } from "../frame/icons";

const ZOOM_STEP = 1.6;
export const ZOOM_GREATEST = 40;

export function useDrag(onDrag: (dx: number, dy: number) => void) {
  const last = useRef<[number, number] | null>(null);
  return {
    onPointerDown: (event: PointerEvent<Element>) => {
      // A finger scrolls the page; the buttons zoom for it.
      if (event.pointerType !== "mouse") return;
      last.current = [event.clientX, event.clientY];
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<Element>) => {
      if (!last.current) return;
      onDrag(event.clientX - last.current[0], event.clientY - last.current[1]);
      last.current = [event.clientX, event.clientY];
    },
    onPointerUp: () => {
      last.current = null;
    },
  };
}

export function ChartControls({
  zoom,
  least,
  onZoom,
  onFit,
}: {
  zoom: number;
  least: number;
  onZoom(factor: number): void;
  onFit(): void;
}) {
  const { t } = useTranslation();
  return (
    <div className="chart-controls">
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t("chart.zoomIn")}
        disabled={zoom >= ZOOM_GREATEST}
        onClick={() => onZoom(ZOOM_STEP)}
      >
        <PlusIcon />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t("chart.zoomOut")}
        disabled={zoom <= least}
        onClick={() => onZoom(1 / ZOOM_STEP)}
      >
        <MinusIcon />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label={t("chart.fit")} onClick={onFit}>
        <FitIcon />
      </ActionIcon>
    </div>
  );
}
