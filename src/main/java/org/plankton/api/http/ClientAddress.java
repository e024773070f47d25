package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** From where a request comes, as it may stand in records. */
final class ClientAddress {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z.:%_-]{1,64}");

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** As far as proxies that are trusted tell it; {@code ?} if it has the form of no address. */
    static String of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return address != null && FORM.matcher(address).matches() ? address : "?";
    }

    /** The same; but of IPv6 the network, any of whose addresses one machine may have. */
    static String network(HttpServletRequest request) {
        String address = of(request);
        try {
            byte[] bytes =
                    address.contains(":") ? InetAddress.getByName(address).getAddress() : new byte[0];
            return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
        } catch (UnknownHostException e) { // with a colon it is looked up nowhere
            return address;
        }
    }
}
