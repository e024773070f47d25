package org.plankton.openapi;

import java.util.List;
import java.util.Map.Entry;

/**
 * What was answered.
 *
 * @param headers in their order, names as sent
 * @param body as text, unpacked; empty if there is none
 */
public record Reply(int status, List<Entry<String, String>> headers, String body) {
    /** The values of all headers of that name, in whatever case. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Entry::getValue)
                .toList();
    }

    boolean isRefusal() {
        return status >= 400;
    }
}
