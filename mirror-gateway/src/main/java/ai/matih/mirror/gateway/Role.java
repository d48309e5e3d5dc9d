package ai.matih.mirror.gateway;

/** What the holder of a token may do through the management API. */
public enum Role {
  /** Looks at services, routes, mirrors and their counters. */
  READER,
  /** Changes them too. */
  ADMIN;

  boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
