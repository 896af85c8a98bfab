package io.ringlane.placement.table;

import io.ringlane.core.text.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A data file, read and checked for form.
 *
 * <pre>
 *   # a comment, also at the end of a line
 *   default, queues-ena, 8
 *   type,     vcpus, queues
 *   c5.large,     2,      -
 * </pre>
 *
 * The first row that is not a default is the header: known column names in any order. The first column is the row's
 * name. Immutable.
 *
 * @param source the file as the user named it
 * @param rows one a line below the header, in the file's order; may be empty if the file only sets defaults
 * @param defaults the {@code default} rows by key; each is a row with the single column {@code value}
 */
public record TableFile(String source, List<TableRow> rows, Map<String, TableRow> defaults) {
    /** Column under which a default's value is found. */
    public static final String VALUE = "value";

    public TableFile {
        rows = List.copyOf(rows);
        defaults = Map.copyOf(defaults);
    }

    /**
     * Reads a file of the user.
     *
     * @param columns every column the file may have
     * @param required those it must have as soon as it has a header
     * @param defaultKeys every key a default row may have
     * @throws UncheckedIOException if it cannot be read
     * @throws TableException if its form is wrong
     */
    public static TableFile read(Path file, Set<String> columns, Set<String> required, Set<String> defaultKeys) {
        try {
            return parse(file.toString(), Files.readString(file), columns, required, defaultKeys);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read as UTF-8 text", e);
        }
    }

    /**
     * Reads a file that ships with the class beside it.
     *
     * @throws IllegalStateException if it is missing, which is a fault of the build
     */
    public static TableFile resource(
            Class<?> beside, String name, Set<String> columns, Set<String> required, Set<String> defaultKeys) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing beside " + beside.getName());
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), columns, required, defaultKeys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #read}, from text; {@code source} is the name that errors carry. */
    public static TableFile parse(
            String source, String text, Set<String> columns, Set<String> required, Set<String> defaultKeys) {
        List<TableRow> rows = new ArrayList<>();
        Map<String, TableRow> defaults = new HashMap<>();
        List<String> header = null;
        int line = 0;
        for (String whole : text.split("\\R", -1)) {
            line++;
            int comment = whole.indexOf('#');
            String content = (comment < 0 ? whole : whole.substring(0, comment)).strip();
            if (content.isEmpty()) {
                continue;
            }
            List<String> cells = cells(content);
            if (cells.get(0).equals("default")) {
                TableRow row = defaultRow(source, line, cells, defaultKeys);
                if (defaults.putIfAbsent(row.name(), row) != null) {
                    throw new TableException(source, line, "the default \"" + row.name() + "\" is given twice");
                }
            } else if (header == null) {
                header = header(source, line, cells, columns, required);
            } else {
                rows.add(row(source, line, header, cells));
            }
        }
        return new TableFile(source, rows, defaults);
    }

    private static List<String> cells(String content) {
        List<String> cells = new ArrayList<>();
        for (String cell : content.split(",", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static TableRow defaultRow(String source, int line, List<String> cells, Set<String> keys) {
        if (cells.size() != 3) {
            throw new TableException(source, line, "a default has three cells: default, its name, its value");
        }
        String key = cells.get(1);
        if (!keys.contains(key)) {
            throw new TableException(source, line, unknown("default", key, keys));
        }
        return new TableRow(source, line, key, Map.of(VALUE, cells.get(2)));
    }

    private static List<String> header(
            String source, int line, List<String> cells, Set<String> columns, Set<String> required) {
        Set<String> seen = new LinkedHashSet<>();
        for (String column : cells) {
            if (!columns.contains(column)) {
                throw new TableException(source, line, unknown("column", column, columns));
            }
            if (!seen.add(column)) {
                throw new TableException(source, line, "the column \"" + column + "\" is given twice");
            }
        }
        for (String column : required) {
            if (!seen.contains(column)) {
                throw new TableException(source, line, "the column \"" + column + "\" is missing");
            }
        }
        return List.copyOf(seen);
    }

    private static TableRow row(String source, int line, List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new TableException(
                    source, line, "the row has " + cells.size() + " cells, the header " + header.size());
        }
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).isEmpty()) {
                throw new TableException(
                        source, line, "the cell \"" + header.get(i) + "\" is empty; \"-\" asks for the default");
            }
            byColumn.put(header.get(i), cells.get(i));
        }
        return new TableRow(source, line, cells.get(0), byColumn);
    }

    private static String unknown(String what, String word, Set<String> choices) {
        return choices.isEmpty()
                ? "this file has no " + what + "s"
                : "unknown " + what + " \"" + word + "\"; " + NearestName.advice(word, choices, what + "s");
    }
}
