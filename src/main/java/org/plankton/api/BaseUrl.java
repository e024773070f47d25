package org.plankton.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Where clients reach the service, without a slash at its end.
 *
 * @param setting what the operators say; empty: where the request says it went
 */
public record BaseUrl(Optional<String> setting) {
    public String of(HttpServletRequest request) {
        return setting.orElseGet(() -> {
            StringBuffer url = request.getRequestURL();
            return url.substring(0, url.length() - request.getRequestURI().length()) + request.getContextPath();
        });
    }
}
