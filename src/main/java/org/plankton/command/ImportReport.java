package org.plankton.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.image.Words;

/** What is to be told of single images of an import: lines of a file, or nothing. */
final class ImportReport implements AutoCloseable {
    private final ReportLines lines;

    ImportReport(ReportLines lines) {
        this.lines = lines;
    }

    /** @param remarks what of it is otherwise there */
    void tell(String id, String name, ImportOutcome.Kind kind, String reason, List<String> remarks) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put("name", name);
        line.put("outcome", Words.of(kind));
        line.put("reason", reason);
        line.put("remarks", remarks);
        lines.write(line);
    }

    /** What has been told is in the file. */
    void flush() throws IOException {
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
