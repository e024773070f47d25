package org.plankton.development;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second {@code mvn jetty:run} off what the first one works on. It is the operating system's lock of a file,
 * which ends with the process that has it, however that one ends.
 */
final class DevelopmentLock implements AutoCloseable {
    private final FileChannel lock;

    private DevelopmentLock(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes it for this process, which may have it already.
     *
     * @param folder is made if it does not exist
     * @param address where this process is about to listen
     * @throws StartRefused if another process has it
     */
    static DevelopmentLock take(Path folder, String address) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Path holder = folder.resolve("lock-holder"); // beside the lock: on Windows nobody else can read a locked file
        try {
            if (channel.tryLock() == null) {
                channel.close();
                String who = Files.exists(holder) ? Files.readString(holder) : "";
                throw new StartRefused("The development server of this checkout runs already"
                        + (who.isEmpty() ? "" : ": " + who)
                        + ". Use that one, or end it first; for a second one"
                        + " make a second checkout (git worktree add).");
            }
            Files.writeString(holder, "process " + ProcessHandle.current().pid() + ", at " + address + "/");
        } catch (OverlappingFileLockException e) {
            // This process has it: a former deployment that came to no orderly end.
        }
        return new DevelopmentLock(channel);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
