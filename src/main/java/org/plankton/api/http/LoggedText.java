package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What others have written, as it may stand in the log: on one line, without the tokens that the request brought, and
 * without what looks like one. Whoever reads the log must not be able to act for those who are in it, and a client may
 * write its token anywhere.
 *
 * @param tokens that the request brought
 */
public record LoggedText(List<String> tokens) {
    private static final String HIDDEN = "…";

    /** One that is shorter could be any part of any word. */
    private static final int SHORTEST_TOKEN = 8;

    private static final int LONGEST = 500;

    /** Who encodes a path more often hides nothing by mistake. */
    private static final int DECODINGS = 3;

    private static final Pattern NOT_ON_A_LINE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** To the end of that part of the path. */
    private static final Pattern PARAMETERS = Pattern.compile("(?:[;?]|%(?:25)*3[bf])[^/]*", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENCODED = Pattern.compile("%(?!2[fF])([0-9a-fA-F]{2})");
    private static final Pattern NOT_IN_A_PATH = Pattern.compile("[^\\x21-\\x7e" + HIDDEN + "]|[\"'<>\\\\]");

    /** So long is whatever is hard enough to guess: 20 characters of 64 kinds are 120 bits. */
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+_~-]{20,}");

    /**
     * No name is longer. What is would not only be hard to read: the stack grows with every word that {@link #NO_TOKEN}
     * finds.
     */
    private static final int LONGEST_RUN = 128;

    /**
     * Ids, hashes, and words with dashes between them; what was drawn at random is none of these. Dashes are taken all
     * at once: a client could write them so that there is no end of ways to divide them.
     */
    private static final Pattern NO_TOKEN =
            Pattern.compile("(?:[a-z]{1,12}-)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                    + "|[0-9a-f]{32}|[0-9a-f]{64}"
                    + "|(?:[A-Z]?[a-z]{0,18}|[A-Z]{2,12})[0-9]{0,6}"
                    + "(?:[_-]++(?:[A-Z]?[a-z]{0,18}|[A-Z]{2,12})[0-9]{0,6})*");

    public static LoggedText of(HttpServletRequest request) {
        return new LoggedText(Collections.list(request.getHeaders(Tokens.HEADER)));
    }

    /** Whether nothing in the text is a token, part of one, or looks like one. */
    boolean isHarmless(String text) {
        boolean isPart = text.length() >= SHORTEST_TOKEN && tokens.stream().anyMatch(token -> token.contains(text));
        return !isPart && shown(text).equals(text);
    }

    String line(String text) {
        return shortened(NOT_ON_A_LINE.matcher(shown(text)).replaceAll(" "));
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + HIDDEN;
    }

    private String shown(String text) {
        return RUN.matcher(withoutTokens(text)).replaceAll(run -> isName(run.group()) ? run.group() : HIDDEN);
    }

    private String withoutTokens(String text) {
        String shown = text;
        for (String token : tokens) {
            if (token.length() >= SHORTEST_TOKEN) {
                shown = shown.replace(token, HIDDEN);
            }
        }
        return shown;
    }

    private static boolean isName(String run) {
        return run.length() <= LONGEST_RUN && NO_TOKEN.matcher(run).matches();
    }

    /**
     * A request's path, decoded but for slashes; whatever is no plain ASCII is a question mark. Without the parameters
     * that each of its parts may have behind a semicolon, however that is written.
     */
    String path(String uri) {
        // Of a token that any of what follows has changed a part, the rest would no longer be known for one.
        String path = withoutTokens(uri);
        if (isPlain(path)) {
            return shortened(shown(path));
        }
        for (int i = 0; i < DECODINGS; i++) {
            path = withoutTokens(ENCODED.matcher(path).replaceAll(LoggedText::decoded));
        }
        return line(
                NOT_IN_A_PATH.matcher(PARAMETERS.matcher(path).replaceAll("")).replaceAll("?"));
    }

    /** Whether nothing in a path is encoded, a parameter, or not to be shown, as in most. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isPlain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
            if (!isPlain && "/-._".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(MatchResult octet) {
        char character = (char) Integer.parseInt(octet.group(1), 16);
        return character < 0x80 ? Matcher.quoteReplacement(String.valueOf(character)) : "\ufffd";
    }

    /** The whole stack, on one line. */
    public String stack(Throwable thrown) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return NOT_ON_A_LINE
                .matcher(withoutTokens(stack.toString()).strip().replaceAll("\\R\\s*", " | "))
                .replaceAll(" ");
    }
}
