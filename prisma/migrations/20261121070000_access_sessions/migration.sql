-- CreateTable
CREATE TABLE "identity"."access_sessions" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "refresh_sha256" TEXT NOT NULL,
    "proven" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "present" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "access_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "access_sessions_refresh_sha256_key" ON "identity"."access_sessions"("refresh_sha256");

-- CreateIndex
CREATE INDEX "access_sessions_owner_last_used_at_idx" ON "identity"."access_sessions"("owner", "last_used_at");

-- CreateIndex
CREATE INDEX "access_sessions_owner_expires_at_idx" ON "identity"."access_sessions"("owner", "expires_at");

-- CreateIndex
CREATE INDEX "access_sessions_present_last_used_at_idx" ON "identity"."access_sessions"("present", "last_used_at");

-- AddForeignKey
ALTER TABLE "identity"."access_sessions" ADD CONSTRAINT "access_sessions_owner_fkey" FOREIGN KEY ("owner") REFERENCES "identity"."accounts"("subject") ON DELETE CASCADE ON UPDATE CASCADE;
