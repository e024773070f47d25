package org.plankton.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * A request.
 *
 * @param target path and query, as they are sent
 * @param headers in their order, names as sent
 * @param body empty if there is none
 */
public record Question(String method, String target, List<Entry<String, String>> headers, String body) {
    String path() {
        return target.split("\\?", 2)[0];
    }

    /** Names and values, decoded, in their order. */
    List<Entry<String, String>> query() {
        List<Entry<String, String>> query = new ArrayList<>();
        String[] parts = target.split("\\?", 2);
        for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            String[] sides = pair.split("=", 2);
            if (!sides[0].isEmpty()) {
                query.add(Map.entry(decode(sides[0]), sides.length < 2 ? "" : decode(sides[1])));
            }
        }
        return query;
    }

    /** The values of all headers of that name, in whatever case. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Entry::getValue)
                .toList();
    }

    /** Percent-decoded, if it is encoded. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // as it stands, as whoever is asked takes it
            return text;
        }
    }
}
