package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import java.util.ArrayList;
import java.util.List;

/** Cells in columns as wide as their widest cell. Colour is put on after padding, so it never shifts a column. */
public final class TextGrid {

    private record Cell(String text, Ink ink) {}

    private record Column(String title, boolean isRight) {}

    private final Style style;
    private final String gap;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** @param gapColumns blanks between two columns, in characters */
    public TextGrid(Style style, int gapColumns) {
        this.style = style;
        this.gap = " ".repeat(gapColumns);
    }

    /** Adds a column to the right; all columns come before the first row. */
    public TextGrid column(String title, boolean isRight) {
        columns.add(new Column(style.text(title), isRight));
        widths.add(length(style.text(title)));
        return this;
    }

    /** Starts a row; {@link #cell} fills it. */
    public TextGrid add() {
        rows.add(new ArrayList<>());
        return this;
    }

    /** The next cell of the row begun last. */
    public TextGrid cell(String text) {
        return cell(text, Ink.PLAIN);
    }

    /** A cell that stands out where there is colour. */
    public TextGrid strong(String text) {
        return cell(text, Ink.STRONG);
    }

    TextGrid cell(String text, Ink ink) {
        List<Cell> row = rows.get(rows.size() - 1);
        Cell cell = new Cell(style.text(text), ink);
        widths.set(row.size(), Math.max(widths.get(row.size()), length(cell.text())));
        row.add(cell);
        return this;
    }

    /** Widest cell of a column, in characters. */
    int width(int column) {
        return widths.get(column);
    }

    /** The whole grid with its gaps, in characters. */
    int width() {
        return gap.length() * (columns.size() - 1)
                + widths.stream().mapToInt(Integer::intValue).sum();
    }

    /** The titles as one line, without a line break; final only once all cells are in. */
    public String header() {
        return line(columns.stream()
                .map(column -> new Cell(column.title(), Ink.FAINT))
                .toList());
    }

    /** A row, 0 for the first, as {@link #header} gives the titles. */
    public String row(int index) {
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
