CREATE TABLE "charts" (
	"id" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contradictions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"patient_key" text NOT NULL,
	"target" jsonb NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"words" text,
	"by_id" text,
	"by_name" text,
	"via" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assessments" ADD COLUMN "chart" text;--> statement-breakpoint
ALTER TABLE "assessments" ADD COLUMN "evidence" text;--> statement-breakpoint
ALTER TABLE "cards" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "contradictions" ADD CONSTRAINT "contradictions_assessment_id_assessments_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."assessments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contradictions_by_patient" ON "contradictions" USING btree ("patient_key","at");--> statement-breakpoint
CREATE INDEX "contradictions_by_assessment" ON "contradictions" USING btree ("assessment_id");--> statement-breakpoint
ALTER TABLE "assessments" ADD CONSTRAINT "assessments_chart_charts_id_fk" FOREIGN KEY ("chart") REFERENCES "public"."charts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assessments_by_chart" ON "assessments" USING btree ("chart");--> statement-breakpoint
UPDATE "assessments" SET "patient_key" = 'Patient/' || "patient_key";