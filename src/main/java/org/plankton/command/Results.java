package org.plankton.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Where results are written to. That they are not taken is said, which a {@link PrintWriter} keeps to itself. */
final class Results extends Writer {
    private final PrintWriter out;

    private Results(PrintWriter out) {
        this.out = out;
    }

    /** What is written there is looked after when it is flushed, and whenever some of it has come together. */
    static Writer to(PrintWriter out) {
        return new BufferedWriter(new Results(out));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        out.write(text, offset, length);
        flush();
    }

    /** @throws IOException also of what was written before */
    @Override
    public void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("the results cannot be written: nobody reads them any longer, or the disk is full");
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
