package org.plankton.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How rows are shown, be they a million: as a table for people, as an array of JSON, or as comma-separated values with
 * a line of names, both for programs. Cells are texts, numbers, truths, and lists or maps of these; null is nothing.
 */
enum Output {
    TABLE {
        /** Columns are as wide as the first rows need. */
        @Override
        void write(Writer out, List<String> columns, Rows rows) throws IOException {
            Table table = new Table(out, columns);
            rows.each(table::add);
            table.end();
            out.flush();
        }
    },
    JSON {
        @Override
        void write(Writer out, List<String> columns, Rows rows) throws IOException {
            JsonGenerator json = MAPPER.createGenerator(out);
            json.writeStartArray();
            rows.each(row -> {
                Map<String, Object> object = new LinkedHashMap<>();
                for (int i = 0; i < row.size(); i++) {
                    object.put(columns.get(i), row.get(i));
                }
                json.writeRaw('\n');
                MAPPER.writeValue(json, object);
            });
            json.writeRaw('\n');
            json.writeEndArray();
            json.writeRaw('\n');
            json.flush();
        }
    },
    CSV {
        @Override
        void write(Writer out, List<String> columns, Rows rows) throws IOException {
            CsvSchema schema = CsvSchema.builder().setLineSeparator('\n').build();
            CsvMapper mapper = CsvMapper.builder()
                    .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING) // no quotes but where there must be some
                    .build();
            SequenceWriter csv = mapper.writer(schema).writeValues(out);
            csv.write(columns);
            rows.each(row -> csv.write(texts(row)));
            csv.flush();
        }
    };

    /** Rows, handed over one by one. */
    interface Rows {
        /** Takes a row. */
        interface Reader {
            void read(List<Object> row) throws IOException;
        }

        void each(Reader reader) throws IOException;

        static Rows of(Collection<List<Object>> rows) {
            return reader -> {
                for (List<Object> row : rows) {
                    reader.read(row);
                }
            };
        }
    }

    /** Lines of a table; the first are kept until it is known how wide its columns are to be. */
    private static final class Table {
        /** By how many rows that is known. */
        private static final int MEASURED = 500;

        private final Writer out;
        private final List<List<String>> kept = new ArrayList<>();
        private final int[] widths;
        private boolean isMeasured;

        Table(Writer out, List<String> columns) {
            this.out = out;
            this.widths = new int[columns.size()];
            kept.add(columns);
        }

        void add(List<Object> row) throws IOException {
            List<String> line = texts(row);
            if (isMeasured) {
                write(line);
                return;
            }
            kept.add(line);
            if (kept.size() > MEASURED) {
                end();
            }
        }

        void end() throws IOException {
            if (!isMeasured) {
                isMeasured = true;
                for (int i = 0; i < widths.length; i++) {
                    int column = i;
                    widths[i] = kept.stream()
                            .mapToInt(line -> width(line.get(column)))
                            .max()
                            .orElse(0);
                }
                for (List<String> line : kept) {
                    write(line);
                }
                kept.clear();
            }
        }

        private void write(List<String> line) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(printable(line.get(i)));
                if (i < line.size() - 1) {
                    text.append(" ".repeat(Math.max(0, widths[i] - width(line.get(i))) + 2));
                }
            }
            out.write(text.toString().stripTrailing());
            out.write('\n');
        }
    }

    /** What is not ASCII is escaped: control characters beyond it too, and those by which text is turned round. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Whether a cell shows what is in a list of maps; else there is to be a row for each of them. */
    boolean nests() {
        return this == JSON;
    }

    /** @param columns their names, as many as there are cells in each row */
    abstract void write(Writer out, List<String> columns, Rows rows) throws IOException;

    /** One thing: of a table its fields are lines. */
    void write(Writer out, Map<String, Object> thing) throws IOException {
        switch (this) {
            case TABLE ->
                write(out, List.of("field", "value"), reader -> {
                    for (Map.Entry<String, Object> field : thing.entrySet()) {
                        reader.read(List.of(field.getKey(), text(field.getValue())));
                    }
                });
            case JSON -> {
                out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(thing));
                out.write('\n');
                out.flush();
            }
            case CSV -> write(out, List.copyOf(thing.keySet()), Rows.of(List.of(new ArrayList<>(thing.values()))));
        }
    }

    private static List<String> texts(List<Object> row) {
        return row.stream().map(Output::text).toList();
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Collection<?> some) {
            return some.stream().map(Output::text).collect(Collectors.joining(" "));
        }
        if (value instanceof Map<?, ?> named) {
            return named.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                    .collect(Collectors.joining(" "));
        }
        return value.toString();
    }

    /** What a terminal would do something else with than show is shown as a question mark. */
    private static String printable(String text) {
        return text.codePoints()
                .mapToObj(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
                        ? "?"
                        : Character.toString(point))
                .collect(Collectors.joining());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
