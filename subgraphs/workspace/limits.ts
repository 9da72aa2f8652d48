/** The most that there may be of each kind. Bytes and files of all projects of one owner, with their history, are bounded like the workspace. */
export const limits = {
  /** Characters. */
  projectName: 200,
  description: 10_000,
  /** Per owner. */
  projects: 1_000,
  /** Bytes; an index keeps them. */
  projectPath: 1_024,
  /** Bytes of one file of a project. */
  projectFileBytes: 8 * 1024 * 1024,
  /** Of one file; older ones go. */
  versions: 100,
  /** Bytes of an archive, in or out. */
  archiveBytes: 24 * 1024 * 1024,
  /** Entries of one page of files. */
  filesPerPage: 1_000,
} as const;
