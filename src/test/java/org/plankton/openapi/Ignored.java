package org.plankton.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an answer says was not looked at of the request.
 *
 * @param names as {@code X-Plankton-Ignored} has them
 */
record Ignored(List<String> names) {
    private static final String HEADER = "X-Plankton-Ignored";
    private static final String MORE = "...";

    /** The end of a long name, with what may be half of a character before it. */
    private static final Pattern CUT = Pattern.compile("(%[89A-F][0-9A-F])*[.]{3}$");

    static Ignored of(Reply reply) {
        return new Ignored(reply.header(HEADER).stream()
                .flatMap(value -> Arrays.stream(value.split(", ")))
                .toList());
    }

    /**
     * Whether a parameter or a header is named. Of a long name the begin will do.
     *
     * @param sent a header's as {@link Parameter#spelled} has it
     */
    boolean has(String sent) {
        return names.stream()
                .filter(name -> !name.equals(MORE))
                .anyMatch(name -> name.endsWith(MORE)
                        ? sent.startsWith(Question.decode(CUT.matcher(name).replaceFirst("")))
                        : sent.equals(Question.decode(name)));
    }

    /** Whether it is named, or may be one of those for which there was no room. */
    boolean mayHave(String sent) {
        return names.contains(MORE) || has(sent);
    }
}
