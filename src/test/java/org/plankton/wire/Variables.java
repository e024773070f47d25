package org.plankton.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code {name}} means: what it was given, or what it stood for when it was first met in an answer. In a request
 * {@code {NAME}} is the same in upper case. Of what it is first met as, {@code {name:regex}} tells the form.
 */
final class Variables {
    private static final Pattern NAME = Pattern.compile("\\{([a-z_0-9]+|\\*)}");
    private static final Pattern EXPECTED = Pattern.compile("\\{([a-z_0-9]+|\\*)(?::([^{}]+))?}");
    private static final Pattern IN_UPPER_CASE = Pattern.compile("\\{([A-Z_]+)}");
    private static final Pattern REPETITION = Pattern.compile("\\{(.)\\*(\\d+)}");
    private static final String ANYTHING = "*";

    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    Variables copy() {
        return new Variables(values);
    }

    /** Takes over what the copy learned. */
    void learnFrom(Variables copy) {
        values.putAll(copy.values);
    }

    /** The text with every name replaced by its value. */
    String fill(String text) {
        String filled =
                NAME.matcher(repeat(text)).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), text)));
        return IN_UPPER_CASE
                .matcher(filled)
                .replaceAll(found -> Matcher.quoteReplacement(
                        value(found.group(1).toLowerCase(Locale.ROOT), text).toUpperCase(Locale.ROOT)));
    }

    private String value(String name, String text) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("{" + name + "} is not known yet in: " + text);
        }
        return value;
    }

    /** Whether the text is as expected; if so, the names that were unknown are known from here on. */
    boolean match(String text, String actual) {
        String expected = repeat(text);
        StringBuilder regex = new StringBuilder();
        List<String> unknown = new ArrayList<>();
        int end = 0;
        for (MatchResult found : EXPECTED.matcher(expected).results().toList()) {
            String name = found.group(1);
            String form = found.group(2);
            regex.append(Pattern.quote(expected.substring(end, found.start())));
            if (name.equals(ANYTHING)) {
                regex.append(form == null ? ".*" : "(?:" + form + ")");
            } else if (values.containsKey(name)) {
                regex.append(Pattern.quote(values.get(name)));
            } else if (unknown.contains(name)) {
                regex.append("(?:\\").append(unknown.indexOf(name) + 1).append(")");
            } else {
                regex.append("(" + (form == null ? ".+" : form) + ")");
                unknown.add(name);
            }
            end = found.end();
        }
        regex.append(Pattern.quote(expected.substring(end)));
        Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < unknown.size(); i++) {
            values.put(unknown.get(i), matcher.group(i + 1));
        }
        return true;
    }

    private static String repeat(String text) {
        return REPETITION
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
    }
}
