/** How a reply or card names a picture that the database keeps. */
export const pictureAddress = (id: string): string => `picture:${id}`;

/** The id in such a name; null: it is another kind of address. */
export const pictureIdOf = (image: string): string | null => /^picture:([0-9a-f-]{36})$/.exec(image)?.[1] ?? null;
