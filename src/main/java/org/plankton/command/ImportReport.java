package org.plankton.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.history.ImportOutcome;

/** What is to be told of single images of an import: lines of a file, or nothing. */
final class ImportReport implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final BufferedWriter file;

    /** @param file null: it is told to nobody */
    ImportReport(Path file) throws IOException {
        this.file = file == null ? null : Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** @param remarks what of it is otherwise there */
    void tell(String id, String name, ImportOutcome.Kind kind, String reason, List<String> remarks) throws IOException {
        if (file == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put("name", name);
        line.put("outcome", kind.name().toLowerCase(Locale.ROOT));
        line.put("reason", reason);
        line.put("remarks", remarks);
        file.write(MAPPER.writeValueAsString(line));
        file.write('\n');
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
