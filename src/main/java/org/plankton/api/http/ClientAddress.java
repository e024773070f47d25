package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** From where a request comes, as it may stand in records. */
final class ClientAddress {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z.:%_-]{1,64}");

    private ClientAddress() {}

    /** As far as proxies that are trusted tell it; {@code ?} if it has the form of no address. */
    static String of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return address != null && FORM.matcher(address).matches() ? address : "?";
    }
}
