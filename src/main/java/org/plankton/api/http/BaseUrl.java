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
    public String of(HttpServletRequest request) {
        return setting.orElseGet(() -> {
            StringBuffer url = request.getRequestURL();
            String origin =
                    url.substring(0, url.length() - request.getRequestURI().length());
            return origin + ForwardedFilter.prefix(request) + request.getContextPath();
        });
    }
}
