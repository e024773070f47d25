package org.plankton.api.catalogue;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** In which language somebody is told something. */
final class Languages {
    private static final List<String> SPOKEN = List.of("en", "el");

    private Languages() {}

    /** The first that the client accepts, of those that there are; English if it accepts none. */
    static String of(HttpHeaders request) {
        return request.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .filter(SPOKEN::contains)
                .findFirst()
                .orElse(SPOKEN.get(0));
    }
}
