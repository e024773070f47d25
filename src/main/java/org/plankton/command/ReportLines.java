package org.plankton.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file of JSON objects, one a line, or no file at all. */
final class ReportLines implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final BufferedWriter file;

    /** @param file null: what is written is told to nobody */
    ReportLines(Path file) throws IOException {
        // Which replaces what UTF-8 has nothing for, as it may be in what was refused for that.
        this.file = file == null
                ? null
                : new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    void write(Map<String, Object> line) throws IOException {
        if (file != null) {
            file.write(MAPPER.writeValueAsString(line));
            file.write('\n');
        }
    }

    void flush() throws IOException {
        if (file != null) {
            file.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
