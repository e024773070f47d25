package org.plankton.faults;

import java.io.IOException;

/** What processes are told: STOP freezes one, CONT lets it go on. */
final class Signal {
    private Signal() {}

    static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + ": " + status);
        }
    }
}
