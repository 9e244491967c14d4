/** libawait's version, as the page was built. */
declare const __LIBAWAIT__: string;
