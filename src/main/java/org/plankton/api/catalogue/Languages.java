package org.plankton.api.catalogue;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.plankton.api.jersey.Responses;

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

    /** An answer in that language, to a request that may have another answer in another. */
    static Response.ResponseBuilder told(String language, String json) {
        return Responses.json(json)
                .header(HttpHeaders.CONTENT_LANGUAGE, language)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }
}
