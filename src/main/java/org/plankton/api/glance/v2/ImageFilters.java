package org.plankton.api.glance.v2;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.plankton.api.words.IsoTime;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Filter.Times;
import org.plankton.registry.request.Filter.Times.Span;

/** Values of parameters that begin with an operator: {@code in:a,"b,c"}, {@code gte:2026-11-28T07:25:43Z}. */
final class ImageFilters {
    private static final String IN = "in:";
    private static final String PART = "ilike:";

    private ImageFilters() {}

    /** What a name is to have in it; empty if that is not what is asked. */
    static Optional<String> part(String value) {
        return value.startsWith(PART) ? Optional.of(value.substring(PART.length())) : Optional.empty();
    }

    /**
     * Any of which is asked for.
     *
     * @throws Fault BAD_REQUEST if it begins with another operator, or a quote is not closed
     */
    static Set<String> choice(String name, String value) {
        if (!value.startsWith(IN)) {
            if (value.contains(":")) {
                String others = name.equals("name") ? "in and ilike are its operators" : "in is its only operator";
                throw Fault.badRequest(name + ": " + others + "; write a value with a colon as in:\"" + value + "\"");
            }
            return Set.of(value);
        }
        return split(name, value.substring(IN.length()));
    }

    /** At commas that are not in quotes, which are left out. */
    private static Set<String> split(String name, String list) {
        Set<String> values = new TreeSet<>();
        StringBuilder value = new StringBuilder();
        boolean isQuoted = false;
        for (char c : list.toCharArray()) {
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        if (isQuoted) {
            throw Fault.badRequest(name + ": a quote is not closed");
        }
        values.add(value.toString());
        return values;
    }

    /**
     * Times are told in whole seconds, and compared so: what is within one is it.
     *
     * @throws Fault BAD_REQUEST if it is no time, or begins with another operator
     */
    static Times times(String name, String value) {
        int colon = value.indexOf(':');
        String word = colon > 0 ? value.substring(0, colon) : "";
        boolean hasOperator = !word.isEmpty() && word.chars().allMatch(Character::isLetter);
        Instant time = IsoTime.parse(hasOperator ? value.substring(colon + 1) : value)
                .map(instant -> instant.truncatedTo(ChronoUnit.SECONDS))
                .orElseThrow(() -> Fault.badRequest(name + " must be a time as in ISO 8601, such as"
                        + " gte:2026-11-28T07:25:43Z; write a + in it as %2B"));
        Instant next = time.plusSeconds(1);
        return switch (hasOperator ? word : "eq") {
            case "eq" -> new Times(time, next, Set.of());
            case "neq" -> new Times(null, null, Set.of(new Span(time, next)));
            case "gt" -> new Times(next, null, Set.of());
            case "gte" -> new Times(time, null, Set.of());
            case "lt" -> new Times(null, time, Set.of());
            case "lte" -> new Times(null, next, Set.of());
            default -> throw Fault.badRequest(name + ": an operator must be one of eq, neq, gt, gte, lt, lte");
        };
    }
}
