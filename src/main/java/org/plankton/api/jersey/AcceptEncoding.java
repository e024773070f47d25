package org.plankton.api.jersey;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which encodings a client would like an answer's body. */
final class AcceptEncoding {
    private static final Pattern ENCODING =
            Pattern.compile("([^\\s;=]+)(?:\\s*;\\s*[qQ]\\s*=\\s*(0(?:\\.[0-9]*)?|1(?:\\.0*)?))?");

    private AcceptEncoding() {}

    /**
     * Whether gzip is asked for, and nothing else is liked better that there is: the body as it is. Parts that cannot
     * be read ask for nothing.
     *
     * @param header the header's value, several of them joined with commas; null if it was not sent
     */
    static boolean asksForGzip(String header) {
        if (header == null) {
            return false;
        }
        Map<String, Double> qualities = new HashMap<>();
        for (String part : header.split(",")) {
            Matcher encoding = ENCODING.matcher(part.strip());
            if (encoding.matches()) {
                String quality = encoding.group(2);
                qualities.put(
                        encoding.group(1).toLowerCase(Locale.ROOT), quality == null ? 1 : Double.parseDouble(quality));
            }
        }
        double others = qualities.getOrDefault("*", 0.0);
        double gzip = qualities.getOrDefault("gzip", qualities.getOrDefault("x-gzip", others));
        double plain = qualities.getOrDefault("identity", others);
        return gzip > 0 && gzip >= plain;
    }
}
