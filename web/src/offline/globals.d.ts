/** What the build puts in: the paths of the page's files, as JSON, and a name that changes with any of them. */
declare const __FILES__: string;
declare const __VERSION__: string;
