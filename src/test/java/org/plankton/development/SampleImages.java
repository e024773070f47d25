package org.plankton.development;

import java.io.IOException;
import java.net.http.HttpClient;

/** The development server's samples, for tests that show them. */
public final class SampleImages {
    private SampleImages() {}

    /** @param address of a service with the development cloud */
    public static void register(HttpClient client, String address) throws IOException, InterruptedException {
        new Samples(client, address).complete();
    }
}
