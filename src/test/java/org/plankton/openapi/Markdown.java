package org.plankton.openapi;

import java.util.ArrayList;
import java.util.List;

/** A page that is written from its begin to its end; no line of prose is longer than those of the project. */
final class Markdown {
    private static final int COLUMNS = 120;

    private final List<String> lines = new ArrayList<>();

    /** @param level 1: of the page */
    void heading(int level, String text) {
        blank();
        lines.add("#".repeat(level) + " " + text);
        blank();
    }

    /** As it is laid out already. */
    void text(String text) {
        blank();
        text.strip().lines().forEach(lines::add);
        blank();
    }

    void paragraph(String text) {
        blank();
        wrap("", "", text);
        blank();
    }

    /** @param depth 0: of a list that is in no other */
    void item(int depth, String text) {
        String indent = "  ".repeat(depth);
        wrap(indent + "- ", indent + "  ", text);
    }

    private void blank() {
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    private void wrap(String begin, String indent, String text) {
        StringBuilder line = new StringBuilder(begin);
        boolean isEmpty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!isEmpty && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
    }

    @Override
    public String toString() {
        return String.join("\n", lines).strip() + "\n";
    }
}
