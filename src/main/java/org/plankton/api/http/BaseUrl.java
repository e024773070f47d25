package org.plankton.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Where clients reach the service, without a slash at its end.
 *
 * @param setting what the operators say; empty: where the request went, by its own word or by its {@linkplain
 *     ForwardedFilter proxy's}
 */
public record BaseUrl(Optional<String> setting) {
    /** What stands before the service's own paths in addresses of the same host; empty: nothing. */
    public String path(HttpServletRequest request) {
        return setting.map(url -> url.replaceFirst("^[a-z]+://[^/]*", ""))
                .orElseGet(() -> ForwardedFilter.prefix(request) + request.getContextPath());
    }

    public String of(HttpServletRequest request) {
        return setting.orElseGet(() -> {
            StringBuffer url = request.getRequestURL();
            String origin =
                    url.substring(0, url.length() - request.getRequestURI().length());
            return origin + ForwardedFilter.prefix(request) + request.getContextPath();
        });
    }
}
