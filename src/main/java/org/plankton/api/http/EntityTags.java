package org.plankton.api.http;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists of entity tags in {@code If-Match} and {@code If-None-Match}. */
public final class EntityTags {
    private static final Pattern QUOTED = Pattern.compile("(W/)?\"([^\"]*)\"");

    /** Glance's tags have no quotes, and clients send them back as they came, or with quotes as everybody else's. */
    private static final Pattern ANY = Pattern.compile("(?:W/)?\"([^\"]*)\"|([^\\s,]+)");

    private EntityTags() {}

    /**
     * Whether a client has what {@code tag} stands for, so that it need not be sent. It is enough if the tags are
     * weakly the same.
     *
     * @param ifNoneMatch the header's value, several of them joined with commas
     * @param tag as in an {@code ETag}, with quotes or without
     */
    public static boolean matches(String ifNoneMatch, String tag) {
        if (isAny(ifNoneMatch)) {
            return true;
        }
        String text = text(tag);
        Matcher sent = ANY.matcher(ifNoneMatch);
        while (sent.find()) {
            if (text.equals(sent.group(1)) || text.equals(sent.group(2))) {
                return true;
            }
        }
        return false;
    }

    private static String text(String tag) {
        Matcher quoted = QUOTED.matcher(tag);
        return quoted.matches() ? quoted.group(2) : tag;
    }

    /** Whether the header asks only that there be something, whatever its tag. */
    public static boolean isAny(String header) {
        return header.strip().equals("*");
    }

    /**
     * What stands between the quotes of each tag in {@code ifMatch} that is not weak: a weak one is the same as none.
     */
    public static Set<String> strong(String ifMatch) {
        Set<String> texts = new HashSet<>();
        Matcher tag = QUOTED.matcher(ifMatch);
        while (tag.find()) {
            if (tag.group(1) == null) {
                texts.add(tag.group(2));
            }
        }
        return texts;
    }
}
