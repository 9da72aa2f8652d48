import { Prisma } from '#prisma-client';

/** A JSON object as Prisma takes it for a nullable column; null becomes the database's NULL. The caller sees to it that only JSON is inside. */
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- Prisma's type of JSON input has no read-only form
export const toJsonInput = (value: Readonly<Record<string, unknown>> | null) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonObject));
