/** Regions for stacks: a sample of the real list. */
export const REGIONS = [
  { slug: "us", publicName: "United States", provider: "gcp" },
  { slug: "eu", publicName: "Europe", provider: "gcp" },
  { slug: "au", publicName: "Australia", provider: "gcp" },
  { slug: "prod-us-east-0", publicName: "AWS US East (N. Virginia)", provider: "aws" },
  { slug: "prod-us-west-0", publicName: "AWS US West (Oregon)", provider: "aws" },
  { slug: "prod-eu-west-2", publicName: "AWS Germany (Frankfurt)", provider: "aws" },
  { slug: "prod-eu-west-3", publicName: "AWS Ireland", provider: "aws" },
  { slug: "prod-gb-south-0", publicName: "GCP UK (London)", provider: "gcp" },
  { slug: "prod-ap-southeast-1", publicName: "AWS Singapore", provider: "aws" },
  { slug: "prod-sa-east-1", publicName: "AWS Brazil (São Paulo)", provider: "aws" },
].map((region, index) => ({
  id: index + 1,
  ...region,
  name: region.slug,
  description: region.publicName,
  status: "active",
  visibility: "public",
  createdAt: "2024-01-01T00:00:00Z",
  updatedAt: null,
  sortOrder: index,
}));

/** Region of a stack that does not request one. */
export const DEFAULT_REGION = "us";

/** The organisation that owns everything in the stand-in. */
export const ORGANISATION = { id: 7001, slug: "local", name: "Local", url: "", createdAt: "2024-01-01T00:00:00Z" };

export function isRegion(slug: string): boolean {
  return REGIONS.some((region) => region.slug === slug);
}
