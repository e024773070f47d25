# What the Java machine of Tomcat is started with: to be $CATALINA_BASE/bin/setenv.sh.

# Heap: lists are streamed, so neither the number of images nor what is said of them matters. 512 MB serve some
# hundred requests at a time.
# ExitOnOutOfMemoryError: a service that has run out of memory may be half dead; ended, it is started again
# (systemd.conf).
CATALINA_OPTS="$CATALINA_OPTS -Xms512m -Xmx512m -XX:+ExitOnOutOfMemoryError"

# Times in logs. The database's and the clients' are UTC whatever is set here.
CATALINA_OPTS="$CATALINA_OPTS -Duser.timezone=UTC"

# Plankton's own log goes to standard output: the journal, or logs/catalina.out. With this it goes to files that are
# rolled over, and its levels can be changed while it works: docs/operating/logs.md.
# CATALINA_OPTS="$CATALINA_OPTS -Dlogback.configurationFile=/etc/plankton/logback.xml"
