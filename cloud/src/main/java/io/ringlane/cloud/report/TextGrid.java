package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import java.util.ArrayList;
import java.util.List;

/** Cells in columns as wide as their widest cell. Colour is put on after padding, so it never shifts a column. */
final class TextGrid {

    private record Cell(String text, Ink ink) {}

    private record Column(String title, boolean isRight) {}

    private final Style style;
    private final String gap;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    TextGrid(Style style, int gapColumns) {
        this.style = style;
        this.gap = " ".repeat(gapColumns);
    }

    TextGrid column(String title, boolean isRight) {
        columns.add(new Column(style.text(title), isRight));
        return this;
    }

    /** Starts a row; {@link #cell} fills it. */
    TextGrid add() {
        rows.add(new ArrayList<>());
        return this;
    }

    TextGrid cell(String text, Ink ink) {
        rows.get(rows.size() - 1).add(new Cell(style.text(text), ink));
        return this;
    }

    /** Widest cell of a column, in characters. */
    int width(int column) {
        int width = length(columns.get(column).title());
        for (List<Cell> row : rows) {
            width = Math.max(width, length(row.get(column).text()));
        }
        return width;
    }

    /** The whole grid with its gaps, in characters. */
    int width() {
        int width = gap.length() * (columns.size() - 1);
        for (int i = 0; i < columns.size(); i++) {
            width += width(i);
        }
        return width;
    }

    String header() {
        return line(columns.stream()
                .map(column -> new Cell(column.title(), Ink.FAINT))
                .toList());
    }

    String row(int index) {
        return line(rows.get(index));
    }

    private String line(List<Cell> cells) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String pad = " ".repeat(width(i) - length(cell.text()));
            String text = style.ink(cell.ink(), cell.text());
            out.append(i == 0 ? "" : gap).append(columns.get(i).isRight() ? pad + text : text + pad);
        }
        return out.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
