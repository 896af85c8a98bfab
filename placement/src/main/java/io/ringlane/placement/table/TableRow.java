package io.ringlane.placement.table;

import io.ringlane.core.text.NearestName;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One row of a data file; its readers check a cell and name file and line when it is wrong. Immutable.
 *
 * @param source the file as the user named it
 * @param line line number from 1
 * @param name the first cell
 * @param cells cell text by column
 */
public record TableRow(String source, int line, String name, Map<String, String> cells) {
    private static final String DEFAULT = "-";

    public TableRow {
        cells = Map.copyOf(cells);
    }

    /** Whether the cell has a value of its own: its column exists and it is not {@code -}. */
    public boolean has(String column) {
        return !cells.getOrDefault(column, DEFAULT).equals(DEFAULT);
    }

    /**
     * The cell's text.
     *
     * @throws TableException if it has none
     */
    public String text(String column) {
        if (!has(column)) {
            throw wrong("\"" + column + "\" of " + name + " needs a value");
        }
        return cells.get(column);
    }

    /**
     * The cell as a whole number from {@code least} to {@code most}.
     *
     * @throws TableException if it is not
     */
    public long integer(String column, long least, long most) {
        return integerOf(column, text(column), least, most);
    }

    /** As {@link #integer}, for a part of the cell's text. */
    public long integerOf(String column, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw wrong(
                "\"" + column + "\" must be a whole number from " + least + " to " + most + ", not \"" + text + "\"");
    }

    /**
     * The cell, a decimal number of Gbit/s above zero, in bits a second, exactly.
     *
     * @param most largest value in Gbit/s
     * @throws TableException if it is no such number or finer than a bit a second
     */
    public long gigabits(String column, long most) {
        String text = text(column);
        try {
            BigDecimal value = new BigDecimal(text);
            if (value.signum() > 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return value.movePointRight(9).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below, with the range
        }
        throw wrong("\"" + column + "\" must be Gbit/s above 0 and up to " + most + ", not \"" + text + "\"");
    }

    /**
     * What the cell's text stands for.
     *
     * @throws TableException naming the nearest choice if it stands for nothing
     */
    public <T> T choice(String column, Map<String, T> choices) {
        String text = text(column);
        T choice = choices.get(text);
        if (choice == null) {
            throw wrong("\"" + column + "\" cannot be \"" + text + "\"; "
                    + NearestName.advice(text, choices.keySet(), "choices"));
        }
        return choice;
    }

    /** An error in this row. */
    public TableException wrong(String reason) {
        return new TableException(source, line, reason);
    }
}
